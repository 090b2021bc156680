import { useTranslation } from 'react-i18next';
import { shortMoment } from '../../lib/days';
import { initialsOf } from '../../lib/initials';
import type { Someone } from '../../lib/someone';

/** Two lines: who, and by what he is reached; when we last spoke. */
export const SomeoneLine = ({ someone }: { someone: Someone }) => {
  const { i18n } = useTranslation();
  const { name, account, numbers, lastAt } = someone;
  const shown = numbers[0]?.shown ?? null;
  return (
    <>
      <span className="initials" aria-hidden>
        {initialsOf(name)}
      </span>
      <span className="row-text">
        <strong className="clip" title={name}>
          <bdi>{name}</bdi>
        </strong>
        <span className="clip what tabular">
          {account && <bdi>{account}</bdi>}
          {account && shown !== null && shown !== name && ' · '}
          {shown !== null && shown !== name && <bdi dir="ltr">{shown}</bdi>}
        </span>
      </span>
      {lastAt !== null && (
        <time className="row-when tabular" dateTime={lastAt}>
          {shortMoment(lastAt, new Date(), i18n.language)}
        </time>
      )}
    </>
  );
};
