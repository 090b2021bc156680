import type { Status } from '../../shared/protocol/rest';
import { Tag } from '../components/Tag';
import { WithCode } from '../components/WithCode';
import { useTexts } from '../i18n';
import { sinceText } from '../lib/moments';
import { hashOf } from '../lib/place';
import { healthLines } from './health-lines';

export const Health = ({ status }: { status: Status }) => {
  const { t, locale } = useTexts();
  return (
    <ul className="health-lines">
      {healthLines(status, t).map((line) => (
        <li key={line.id} data-testid={`health-${line.id}`} data-tone={line.tone}>
          <p className="health-head">
            <strong className="clip" title={line.name}>
              {line.name}
            </strong>
            <Tag tone={line.tone}>{line.word}</Tag>
          </p>
          {(line.since !== null || line.detail !== null) && (
            <p className="health-detail tabular">
              {[line.since && sinceText(line.since, new Date(), locale, t), line.detail]
                .filter(Boolean)
                .join(' · ')}
            </p>
          )}
          {line.problem !== null && <p className="health-problem">{line.problem}</p>}
          {line.mend !== null && (
            <p className="health-mend">
              <WithCode text={line.mend} />
            </p>
          )}
          {line.id === 'call-log' && line.problem !== null && (
            <a className="text-link" href={hashOf('call-log')}>
              {t('health.openCallLog')}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
};
