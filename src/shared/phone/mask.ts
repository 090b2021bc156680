/** For logs: the last three digits are enough to tell calls apart, too few to call anybody. Short codes stay as they are. */
export const maskNumber = (raw: string | null | undefined): string => {
  if (!raw) return '(none)';
  const digits = raw.replace(/[^0-9]/g, '');
  if (digits.length <= 6) return /^[0-9*#]+$/.test(raw) ? raw : '***';
  return `***${digits.slice(-3)}`;
};
