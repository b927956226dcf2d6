/** One stroke or filled shape of an icon on a 16 x 16 grid. */
export interface IconShape {
  readonly d: string;
  readonly width?: number;
  readonly solid?: boolean;
}

const line = (d: string, width?: number): IconShape => (width === undefined ? { d } : { d, width });
const solid = (d: string): IconShape => ({ d, solid: true });
const circle = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

/** The console's icons. State outlines (diamond, pause, octagon, square, tick) must stay apart without colour. */
export const ICONS = {
  fleet: [line('M2.5 4.5h7M2.5 8h11M2.5 11.5h5'), line(circle(12.2, 4.5, 1.3)), line(circle(10.2, 11.5, 1.3))],
  settings: [line('M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6'), line(circle(10.3, 5, 1.7)), line(circle(5.8, 11, 1.7))],
  live: [solid(circle(8, 8, 1.6)), line('M4.6 11.4a4.8 4.8 0 0 1 0-6.8M11.4 4.6a4.8 4.8 0 0 1 0 6.8')],
  offline: [line('M4.6 11.4a4.8 4.8 0 0 1 0-6.8M11.4 4.6a4.8 4.8 0 0 1 0 6.8M2.5 13.5l11-11')],
  theme: [line(circle(8, 8, 5.2)), solid('M8 2.8a5.2 5.2 0 0 1 0 10.4Z')],
  sun: [line(circle(8, 8, 2.8)), line('M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1')],
  moon: [line('M13 9.6A5.5 5.5 0 0 1 6.4 3 5.5 5.5 0 1 0 13 9.6Z')],
  plus: [line('M8 3v10M3 8h10')],
  down: [line('m4.5 6.5 3.5 3.5 3.5-3.5')],
  right: [line('m6.5 4.5 3.5 3.5-3.5 3.5')],
  filter: [line('M2.5 4h11M4.5 8h7M6.5 12h3')],
  stop: [line('M5.5 4h5A1.5 1.5 0 0 1 12 5.5v5a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 4 10.5v-5A1.5 1.5 0 0 1 5.5 4Z')],
  bolt: [line('M9 1.8 3.5 9h4L7 14.2 12.5 7h-4L9 1.8Z')],
  raise: [line('M8 13V3.5M4.5 7 8 3.5 11.5 7')],
  x: [line('m4 4 8 8M12 4l-8 8')],
  check: [line('m3.5 8.5 3 3 6-7')],
  warn: [line('M8 2.4 14 13H2L8 2.4ZM8 6.6v3M8 11.2v.1')],
  octagon: [line('M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5L5.5 2ZM5.5 8h5', 1.6)],
  branch: [line(circle(4.5, 3.8, 1.6)), line(circle(4.5, 12.2, 1.6)), line(circle(11.5, 5.3, 1.6)), line('M4.5 5.4v5.2M11.5 6.9c0 2.2-2.4 2.3-4.4 2.6-1.6.2-2.6.6-2.6 1.3')],
  folder: [line('M2 12V4.5A1 1 0 0 1 3 3.5h3.2l1.5 1.8H13a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1Z')],
  terminal: [line('M3.8 2.8h8.4a2 2 0 0 1 2 2v6.4a2 2 0 0 1-2 2H3.8a2 2 0 0 1-2-2V4.8a2 2 0 0 1 2-2ZM4.5 6l2 2-2 2M8.5 10.2h3')],
  play: [solid('M5.5 3.5v9l7-4.5-7-4.5Z')],
  pause: [line('M5.5 3.8v8.4M10.5 3.8v8.4', 2.4)],
  activity: [line('M1.8 8h3l2-4.5 3 9 1.8-4.5h2.6')],
  flag: [line('M4 14V2.5h8l-2 3 2 3H4')],
  request: [line('M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13', 1.3)],
  /** A request that was broken off. */
  cut: [line('M3 5.5h4M9.5 3 12 5.5 9.5 8M13 10.5H9.5M6.5 8 4 10.5 6.5 13M8.6 2.5 7.4 13.5', 1.3)],
  resume: [line('M2.8 8a5.2 5.2 0 1 0 1.7-3.8M2.6 2.4v3h3'), solid('M6.8 5.6v4.8L10.6 8 6.8 5.6Z')],
  exit: [line('M6.5 2.8H4a1 1 0 0 0-1 1v8.4a1 1 0 0 0 1 1h2.5M10 5l3 3-3 3M13 8H6.5')],
  gap: [line('M2 8h2.5M11.5 8H14M6.2 5.5 5 10.5M11 5.5 9.8 10.5')],
  panel: [line('M3.8 2.8h8.4a2 2 0 0 1 2 2v6.4a2 2 0 0 1-2 2H3.8a2 2 0 0 1-2-2V4.8a2 2 0 0 1 2-2ZM10 2.8v10.4M5 6l2 2-2 2')],
  download: [line('M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10')],
  archive: [line('M2.5 3h11v3h-11ZM3.5 6v6a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1V6M6.5 8.8h3')],
  watch: [line('M2.5 2.8h4.8v4.4H2.5ZM8.7 2.8h4.8v4.4H8.7ZM2.5 8.8h4.8v4.4H2.5ZM8.7 8.8h4.8v4.4H8.7Z')],
  search: [line(circle(7, 7, 4.2)), line('m10.2 10.2 3.3 3.3')],
  up: [line('m4.5 9.5 3.5-3.5 3.5 3.5')],
  more: [solid(circle(3.5, 8, 1.2)), solid(circle(8, 8, 1.2)), solid(circle(12.5, 8, 1.2))],
  fill: [line('M9.5 2.5h4v4M6.5 13.5h-4v-4M13.2 2.8 9.5 6.5M2.8 13.2l3.7-3.7')],
  unfill: [line('M9.5 2.5v4h4M6.5 13.5v-4h-4M9.8 6.2l3.7-3.7M6.2 9.8l-3.7 3.7')],
  larger: [line('M1.8 12.5 5.5 3.5l3.7 9M3 9.7h5M12.5 5.5v5M10 8h5')],
  smaller: [line('M1.8 12.5 5.5 3.5l3.7 9M3 9.7h5M10.5 8h4.5')],
  copy: [line('M7 5.5h5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.5ZM3 10.5a1 1 0 0 1-.5-.9V3.5a1 1 0 0 1 1-1h6a1 1 0 0 1 .9.5')],
  link: [line('M6.5 9.5l5-5M8 4.5h3.5V8M9.5 9.8v2.7h-6v-6h2.7')],
  file: [line('M4 2h5l3 3v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1Zm5 0v3h3')],
  comment: [line('M2.5 4.2a1.2 1.2 0 0 1 1.2-1.2h8.6a1.2 1.2 0 0 1 1.2 1.2v5.6a1.2 1.2 0 0 1-1.2 1.2H7.5l-3 2.5V11h-.8a1.2 1.2 0 0 1-1.2-1.2V4.2Z')],
  send: [line('M13.5 2.5 7 9M13.5 2.5 9.5 13.5 7 9 2.5 6.5l11-4Z')],
  undo: [line('M5.5 3 2.5 6l3 3M2.5 6h6.8a4 4 0 0 1 0 8H6')],
  camera: [line('M2.5 5.5a1 1 0 0 1 1-1h1.7l1-1.7h3.6l1 1.7h1.7a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V5.5Z'), line(circle(8, 8.6, 2.3))],
  box: [line('M2.5 5.2 8 2.3l5.5 2.9v5.6L8 13.7l-5.5-2.9V5.2ZM2.5 5.2 8 8.1l5.5-2.9M8 8.1v5.6')],
  keyboard: [line('M3 4h10a1.2 1.2 0 0 1 1.2 1.2v5.6A1.2 1.2 0 0 1 13 12H3a1.2 1.2 0 0 1-1.2-1.2V5.2A1.2 1.2 0 0 1 3 4ZM4.5 6.8v.1M7 6.8v.1M9.3 6.8v.1M11.6 6.8v.1M5 9.4h6', 1.4)],
  shell: [line('m3.5 4.5 3.5 3.5-3.5 3.5M8.5 11.5h4')],
  claude: [line('M5 2.5h6a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3ZM5.5 6.5 7.3 8 5.5 9.5M9 9.5h2')],
  codex: [line('M6 3C4.4 3 4.6 5 4.6 6.2 4.6 7.4 4 8 3 8c1 0 1.6.6 1.6 1.8C4.6 11 4.4 13 6 13M10 3c1.6 0 1.4 2 1.4 3.2 0 1.2.6 1.8 1.6 1.8-1 0-1.6.6-1.6 1.8 0 1.2.2 3.2-1.4 3.2')],
  gemini: [line('M8 2c.4 3.4 2.6 5.6 6 6-3.4.4-5.6 2.6-6 6-.4-3.4-2.6-5.6-6-6 3.4-.4 5.6-2.6 6-6Z')],
  exact: [line('M4 6.2h8M4 9.8h8', 1.8)],
  reported: [line('M3.5 4h9v6h-5L5 12.5V10H3.5V4Z', 1.6)],
  estimated: [line('M3.5 6.7c1.5-1.6 3-1.6 4.5-.2s3 1.4 4.5-.2M3.5 10.7c1.5-1.6 3-1.6 4.5-.2s3 1.4 4.5-.2', 1.7)],
  assumed: [line('M5.8 6a2.2 2.2 0 1 1 3.4 1.9c-.8.5-1.2.9-1.2 1.7M8 12v.1', 1.8)],
  'state-needs': [line('M8 1.6 14.4 8 8 14.4 1.6 8 8 1.6ZM8 5v3.6M8 10.9v.1', 1.6)],
  'state-idle': [line(circle(8, 8, 5.5)), line('M6.5 6v4M9.5 6v4')],
  'state-stopped': [line('M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4l3.6-3.6ZM5.2 8h5.6', 1.8)],
  'state-failed': [line('M4.3 2.3h7.4a2 2 0 0 1 2 2v7.4a2 2 0 0 1-2 2H4.3a2 2 0 0 1-2-2V4.3a2 2 0 0 1 2-2ZM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8')],
  'state-ended': [line(circle(8, 8, 5.5)), line('m5.6 8.2 1.7 1.7 3.1-3.6')],
} as const satisfies Record<string, readonly IconShape[]>;

export type IconName = keyof typeof ICONS;
