/** A random id. Without HTTPS browsers keep `crypto.randomUUID` from a page, but not random numbers. */
export const newId = (source: Pick<Crypto, 'getRandomValues'> & Partial<Crypto> = crypto): string =>
  source.randomUUID?.() ??
  Array.from(source.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
