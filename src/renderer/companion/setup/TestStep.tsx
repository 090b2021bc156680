import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { cardPart, phonePart, testMs, testNumber, type Part, type TestCall } from '../../lib/test-call';
import { useBridge } from '../../stores/bridge-context';
import { SetupFrame } from './SetupFrame';

const begun: TestCall = { popId: null, callId: null, popProblem: null, callProblem: null, isOver: false };

const Line = ({ part, text, testId }: { part: Part; text: string; testId: string }) => (
  <li className="test-line" data-part={part} data-testid={testId}>
    {part === 'good' ? (
      <CircleCheck className="icon" aria-hidden />
    ) : part === 'waiting' ? (
      <CircleDashed className="icon" aria-hidden />
    ) : (
      <TriangleAlert className="icon" aria-hidden />
    )}
    <span>{text}</span>
  </li>
);

/** The last step of the first run: a card shows and the phone rings, or it is said which of them does not, and why. */
export const TestStep = ({ state, onDone }: { state: CompanionState; onDone: () => void }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [test, setTest] = useState<TestCall | null>(null);
  const isRunning = test !== null && !test.isOver;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => setTest((now) => now && { ...now, isOver: true }), testMs);
    return () => clearTimeout(timer);
  }, [isRunning]);

  const run = async (): Promise<void> => {
    setTest(begun);
    const add = (patch: Partial<TestCall>): void => setTest((now) => now && { ...now, ...patch });
    const pop = await bridge.invoke('setup:test-pop', { name: t('test.caller') });
    add(pop.ok ? { popId: pop.value.callId } : { popProblem: pop.error.message });
    const call = await bridge.invoke('call:dial', { number: testNumber });
    add(call.ok ? { callId: call.value.callId } : { callProblem: call.error.message });
  };

  const leave = (): void => {
    if (test !== null && test.popId !== null) void bridge.invoke('pop:dismiss', { callId: test.popId });
    onDone();
  };

  const card = test && cardPart(test, state);
  const phone = test && phonePart(test, state);
  const isGood = card === 'good' && phone === 'good';
  const isDone = test !== null && card !== 'waiting' && phone !== 'waiting';
  const cardText = {
    waiting: t('test.cardWaits'),
    good: t('test.cardGood'),
    refused: '',
    silent: t('test.cardSilent'),
  };
  const phoneText = {
    waiting: t('test.phoneWaits'),
    good: t('test.phoneGood'),
    refused: '',
    silent: t('test.phoneSilent'),
  };
  return (
    <SetupFrame title={t('test.title')} text={t('test.text')}>
      <div className="setup-form">
        {test && card && phone && (
          <ul className="test-lines" role="status">
            <Line part={card} text={test.popProblem ?? cardText[card]} testId="test-card" />
            <Line part={phone} text={test.callProblem ?? phoneText[phone]} testId="test-phone" />
          </ul>
        )}
        {isDone && (
          <p data-testid="test-verdict">
            <strong>{isGood ? t('test.allGood') : t('test.notAll')}</strong>
          </p>
        )}
        <div className="form-actions">
          {!isGood && (
            <Button
              look="primary"
              disabled={test !== null && !isDone}
              onClick={() => void run()}
              data-testid="test-run"
            >
              {test === null ? t('test.run') : t('test.again')}
            </Button>
          )}
          <Button look={isGood ? 'primary' : 'plain'} onClick={leave} data-testid="test-done">
            {isGood ? t('test.begin') : t('test.skip')}
          </Button>
        </div>
      </div>
    </SetupFrame>
  );
};
