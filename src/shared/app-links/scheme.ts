/** Links that only the Companion opens: `cti-companion://dial/...` and `cti-companion://enrol?...`. */
export const ownScheme = 'cti-companion';
