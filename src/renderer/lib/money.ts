/** "€84k" in a list, "€84,000" where there is room. The sign stands as the CRM writes it. */
export const shortMoney = (
  { amount, currency }: { amount: number | null; currency: string },
  locale: string,
): string =>
  amount === null
    ? ''
    : currency +
      new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
        .format(amount)
        .replace('K', 'k');
