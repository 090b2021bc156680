import type { Settings } from '../../shared/ipc/state';

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Everything in CSS px. */
export const popSize = { width: 380, minHeight: 80, maxHeight: 520, margin: 16 } as const;

export type Place = NonNullable<Settings['popPlace']>;

/** Where the pop window lies on a display's work area (without menu bar, dock and panels). */
export const popBounds = (
  workArea: Rect,
  corner: Settings['popCorner'],
  contentHeight: number,
  place: Place | null = null,
): Rect => {
  const { width, minHeight, maxHeight, margin } = popSize;
  const height = Math.round(Math.min(maxHeight, Math.max(minHeight, contentHeight)));
  if (place !== null)
    return {
      width,
      height,
      x: Math.round(workArea.x + place.across * Math.max(0, workArea.width - width)),
      y: Math.round(workArea.y + place.down * Math.max(0, workArea.height - height)),
    };
  return {
    width,
    height,
    x: corner.endsWith('left') ? workArea.x + margin : workArea.x + workArea.width - width - margin,
    y: corner.startsWith('top') ? workArea.y + margin : workArea.y + workArea.height - height - margin,
  };
};

/** A window manager may shift a window a little by itself; only what is further away was dragged. CSS px. */
const DRAGGED = 24;

/** The place that the agent has dragged it to, as shares of the free way; null: it lies where it was put. */
export const draggedTo = (bounds: Rect, put: Rect, workArea: Rect): Place | null => {
  if (Math.hypot(bounds.x - put.x, bounds.y - put.y) < DRAGGED) return null;
  const share = (way: number, free: number): number =>
    free <= 0 ? 0 : Math.min(1, Math.max(0, Math.round((way / free) * 1000) / 1000));
  return {
    across: share(bounds.x - workArea.x, workArea.width - bounds.width),
    down: share(bounds.y - workArea.y, workArea.height - bounds.height),
  };
};

export interface NamedScreen {
  id: string;
  name: string;
}

/** From left to right, with what tells them apart. */
export const namedScreens = (
  displays: readonly { id: number; label: string; bounds: Rect }[],
): NamedScreen[] =>
  [...displays]
    .sort((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y)
    .map(({ id, label, bounds }, index) => ({
      id: String(id),
      name: `${index + 1} · ${label === '' ? '' : `${label} · `}${bounds.width} × ${bounds.height}`,
    }));

/** Remembered bounds are used only while enough of the window can be seen: a screen may be gone since. */
export const stillVisible = (bounds: Rect, workAreas: readonly Rect[]): boolean =>
  workAreas.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
    return width >= 200 && height >= 100;
  });
