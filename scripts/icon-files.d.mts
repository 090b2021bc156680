export const sizes: number[];
export const drawingOf: (size: number) => 'mark' | 'mark-small';
export const trayStates: string[];
export const icoSizes: number[];
export const icnsTypes: Record<string, number>;
export const icoOf: (pngs: ReadonlyMap<number, Buffer>) => Buffer;
export const icnsOf: (pngs: ReadonlyMap<number, Buffer>) => Buffer;
/** Hash by path under resources/. */
export const drawings: (resources: string) => Record<string, string>;
