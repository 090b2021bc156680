/** Whole seconds between two moments; never negative, because the relay's clock and ours may differ a little. */
export const secondsBetween = (fromIso: string, toMs: number): number =>
  Math.max(0, Math.floor((toMs - Date.parse(fromIso)) / 1000));

/** A counter as on a phone's display: `0:07`, `12:40`, `1:02:03`. */
export const clockDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
};

/** A duration as one says it: `40 s`, `6 min`, `1 h 5 min`. The units read the same in every language we have. */
export const spokenDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
};
