import type { Call } from '../../shared/call/call';

/** A colleague's name, as far as the relay has told whose phone it is; null: the extension is all one knows. */
export const nameAt = ({ legs }: Pick<Call, 'legs'>, extension: string): string | null =>
  legs.findLast((leg) => leg.extension === extension)?.name ?? null;

/** "Ben Carter (1002)", else "1002". */
export const colleague = (call: Pick<Call, 'legs'>, extension: string): string => {
  const name = nameAt(call, extension);
  return name === null ? extension : `${name} (${extension})`;
};
