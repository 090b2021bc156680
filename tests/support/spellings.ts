/** How one number is written by people, networks, addresses and a CRM's search: what must be found, or must not be seen. */
export const spellings = ({
  callingCode,
  national,
  trunk,
}: {
  callingCode: string;
  national: string;
  /** What people of the country put before the area code, e.g. `0`. */
  trunk: string;
}): string[] => {
  const [area, rest] = [national.slice(0, 3), national.slice(3)];
  const half = Math.floor(rest.length / 2);
  const [first, second] = [rest.slice(0, half), rest.slice(half)];
  const e164 = `+${callingCode}${national}`;
  return [
    e164,
    `${callingCode}${national}`,
    `00${callingCode}${national}`,
    `011${callingCode}${national}`,
    `${trunk}${national}`,
    national,
    `+${callingCode} ${area} ${rest}`,
    `+${callingCode} (0) ${area} ${first} ${second}`,
    `+${callingCode}-${area}-${first}-${second}`,
    `+${callingCode}.${area}.${rest}`,
    `(${trunk}${area}) ${first} ${second}`,
    `${trunk}${area}/${rest}`,
    `${trunk}${area}-${first} ${second}`,
    `${trunk}${area}\u00a0${rest}`,
    `00${callingCode} ${area} ${rest}`,
    `tel:${e164}`,
    encodeURIComponent(e164),
    encodeURIComponent(`+${callingCode} ${area} ${rest}`),
    Array.from(national).join('%'),
    Array.from(national).join('%25'),
    `0${trunk}${national}`,
    `000${callingCode}${national}`,
  ];
};
