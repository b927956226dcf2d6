export interface Version {
  major: number;
  minor: number;
  patch: number;
}

/** The first `1.2.3` in what a program says of itself, or `null`. */
export function versionIn(text: string): Version | null {
  const found = /(\d+)\.(\d+)\.(\d+)/.exec(text);
  return found === null ? null : { major: Number(found[1]), minor: Number(found[2]), patch: Number(found[3]) };
}

export function isAtLeast(version: Version, oldest: Version): boolean {
  if (version.major !== oldest.major) return version.major > oldest.major;
  if (version.minor !== oldest.minor) return version.minor > oldest.minor;
  return version.patch >= oldest.patch;
}

export const versionText = ({ major, minor, patch }: Version): string => `${major}.${minor}.${patch}`;
