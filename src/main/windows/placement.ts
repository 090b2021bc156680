import type { Settings } from '../../shared/ipc/state';

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Everything in CSS px. */
export const popSize = { width: 380, minHeight: 80, maxHeight: 520, margin: 16 } as const;

/** Where the pop window lies on a display's work area (without menu bar, dock and panels). */
export const popBounds = (workArea: Rect, corner: Settings['popCorner'], contentHeight: number): Rect => {
  const { width, minHeight, maxHeight, margin } = popSize;
  const height = Math.round(Math.min(maxHeight, Math.max(minHeight, contentHeight)));
  return {
    width,
    height,
    x: corner.endsWith('left') ? workArea.x + margin : workArea.x + workArea.width - width - margin,
    y: corner.startsWith('top') ? workArea.y + margin : workArea.y + workArea.height - height - margin,
  };
};

/** Remembered bounds are used only while enough of the window can be seen: a screen may be gone since. */
export const stillVisible = (bounds: Rect, workAreas: readonly Rect[]): boolean =>
  workAreas.some((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
    return width >= 200 && height >= 100;
  });
