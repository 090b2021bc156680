import { UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../shared/call/call';
import { colleague, nameAt } from '../lib/colleagues';

/** So many phones without a name have room. */
const MOST_NUMBERS = 2;

/** What there is room for: the first colleague whose name is known and how many more; else two numbers, else how many. */
const inShort = (call: Call, extensions: readonly string[]): { name: string | null; rest: string } => {
  const first = extensions.find((extension) => nameAt(call, extension) !== null);
  if (first !== undefined)
    return {
      name: nameAt(call, first),
      rest: extensions.length > 1 ? `(${first}) +${extensions.length - 1}` : `(${first})`,
    };
  return {
    name: null,
    rest: extensions.length > MOST_NUMBERS ? `+${extensions.length}` : extensions.join(', '),
  };
};

/** Who else may take it; all of them on hovering, and for a screen reader. */
export const AlsoRings = ({ call, extensions }: { call: Call; extensions: readonly string[] }) => {
  const { t, i18n } = useTranslation();
  const all = extensions.map((extension) => colleague(call, extension));
  const who = new Intl.ListFormat(i18n.language).format(all);
  const { name, rest } = inShort(call, extensions);
  return (
    <span className="also-rings tabular" data-testid="pop-also-rings" title={t('phone.alsoRings', { who })}>
      <UsersRound className="icon" aria-hidden />
      <span className="visually-hidden">{t('phone.alsoRings', { who })}</span>
      {name !== null && (
        <span className="clip" aria-hidden>
          <bdi>{name}</bdi>
        </span>
      )}
      <span className="rest" aria-hidden>
        {rest}
      </span>
    </span>
  );
};
