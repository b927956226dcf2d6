import { effect, Injectable, signal } from '@angular/core';

/** How wide a tile is at least, in px: as many as fit stand side by side. */
export const TILE_WIDTHS = { small: 260, medium: 380, large: 620 } as const;
export type TileSize = keyof typeof TILE_WIDTHS;
export const TILE_SIZES = Object.keys(TILE_WIDTHS) as readonly TileSize[];

const KEY = 'agents-fleet.wall-tile';

/** How large the tiles of the wall are; kept in this browser's local storage. */
@Injectable({ providedIn: 'root' })
export class TileSizePreference {
  readonly size = signal<TileSize>(TILE_SIZES.find((size) => size === localStorage.getItem(KEY)) ?? 'medium');

  constructor() {
    effect(() => localStorage.setItem(KEY, this.size()));
  }
}
