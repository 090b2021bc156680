import { useTranslation } from 'react-i18next';
import type { HandOver } from '../../shared/call/call';
import './handed-over-facts.css';

/** `order_number` is what a person set up as a header's name. */
const readable = (name: string): string => {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What the assistant told when it handed the caller over, one line each; the whole value on hovering. */
export const HandedOverFacts = ({ facts }: { facts: HandOver['facts'] }) => {
  const { t } = useTranslation();
  if (facts.length === 0) return null;
  const known: Record<string, string> = {
    reason: t('ai.factReason'),
    name: t('ai.factName'),
    note: t('ai.factNote'),
  };
  return (
    <dl className="handed-over-facts" data-testid="handed-over-facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{Object.hasOwn(known, name) ? known[name] : readable(name)}</dt>
          <dd className="selectable" title={value}>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
};
