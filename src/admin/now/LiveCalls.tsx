import { PhoneCall } from 'lucide-react';
import { useMemo } from 'react';
import type { Call } from '../../shared/call/call';
import { Counter } from '../../renderer/components/Counter';
import { Said } from '../../renderer/components/Said';
import { showNumber } from '../../renderer/lib/show-number';
import { Shown } from '../components/Shown';
import { Table, type Column } from '../components/Table';
import { Tag } from '../components/Tag';
import { useTexts, type T } from '../i18n';
import { hashOf } from '../lib/place';
import { callerName, callerNumber, createNameOf, type NameOf } from '../lib/who';
import { useHouse, usePolled } from '../state/house';
import { inOrder, liveRow } from './live-rows';

/** More rows than anybody reads; the number of all is above. */
const MOST_ROWS = 200;

const columns = (nameOf: NameOf, t: T): Column<Call>[] => {
  const row = (call: Call) => liveRow(call, nameOf, t, showNumber);
  return [
    {
      id: 'state',
      head: t('now.state'),
      className: 'col-state',
      sort: (call) => row(call).state,
      cell: (call) => {
        const { tone, state, since } = row(call);
        return (
          <>
            <Tag tone={tone}>{state}</Tag>
            <Counter since={since} className="under" />
          </>
        );
      },
    },
    {
      id: 'caller',
      head: t('now.caller'),
      sort: (call) => callerName(call, t),
      cell: (call) => {
        const name = callerName(call, t);
        const number = callerNumber(call, t);
        return (
          <>
            <a className="row-link clip" href={hashOf('history', call.id)} title={name}>
              <bdi>{name}</bdi>
            </a>
            {name !== number && <span className="under tabular selectable">{number}</span>}
          </>
        );
      },
    },
    {
      id: 'way',
      head: t('now.way'),
      sort: (call) => row(call).way,
      cell: (call) => (
        <span className="clip tabular" title={row(call).way}>
          {row(call).way}
        </span>
      ),
    },
    {
      id: 'with',
      head: t('now.with'),
      sort: (call) => row(call).with || null,
      cell: (call) => {
        const { with: who, passedOn } = row(call);
        return (
          <>
            <span className="lines-2" title={who}>
              {who === '' ? t('call.nobodyYet') : <bdi>{who}</bdi>}
            </span>
            {passedOn !== '' && (
              <span className="under lines-2" title={passedOn}>
                {passedOn}
              </span>
            )}
          </>
        );
      },
    },
  ];
};

const Rows = ({ calls }: { calls: Call[] }) => {
  const { t } = useTexts();
  const { value: agents } = usePolled(useHouse().agents);
  const nameOf = useMemo(() => createNameOf(agents?.agents ?? []), [agents]);
  if (calls.length === 0)
    return <Said Icon={PhoneCall} title={t('now.noCallsTitle')} text={t('now.noCallsText')} />;
  return (
    <>
      <Table
        columns={columns(nameOf, t)}
        rows={inOrder(calls).slice(0, MOST_ROWS)}
        rowKey={({ id }) => id}
        testId="live-call"
      />
      {calls.length > MOST_ROWS && (
        <p className="hint">{t('now.moreCalls', { count: calls.length - MOST_ROWS })}</p>
      )}
    </>
  );
};

export const LiveCalls = () => {
  const { t } = useTexts();
  const { calls } = useHouse();
  return (
    <section className="block" aria-labelledby="live-calls">
      <h2 id="live-calls">{t('now.liveCalls')}</h2>
      <Shown poll={calls} lines={4}>
        {(value) => <Rows calls={value.calls} />}
      </Shown>
    </section>
  );
};
