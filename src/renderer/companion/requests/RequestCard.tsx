import { CircleCheck, KeyRound, Phone, TriangleAlert } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppRequest } from '../../../shared/app-links/state';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { ErrorSentence } from '../../components/TextField';
import { errorSentence } from '../../lib/error-sentence';
import { useBridge } from '../../stores/bridge-context';
import './request-card.css';

type Of<K extends AppRequest['kind']> = Extract<AppRequest, { kind: K }>;

const useTitle = (request: AppRequest): string => {
  const { t } = useTranslation();
  if (request.kind === 'unusable') return t('asked.unusable');
  if (request.kind === 'dial')
    return {
      asks: t('asked.dialTitle'),
      running: t('asked.calling'),
      done: t('asked.called'),
      failed: t('asked.failed'),
    }[request.phase];
  return {
    asks: t('asked.enrolTitle'),
    running: t('asked.enrolling'),
    done: t('asked.enrolling'),
    failed: t('asked.enrolFailed'),
  }[request.phase];
};

const Dial = ({ request }: { request: Of<'dial'> }) => {
  const { t, i18n } = useTranslation();
  const { display, region, extension, why, phase } = request;
  const country =
    region === null ? undefined : new Intl.DisplayNames(i18n.language, { type: 'region' }).of(region);
  const reason =
    why === null
      ? null
      : why === 'foreign' && country !== undefined
        ? t('asked.abroad', { country })
        : t(`asked.why_${why}`);
  return (
    <>
      <p className="request-number tabular" data-testid="request-number">
        <bdi>{display}</bdi>
      </p>
      {phase === 'asks' && reason !== null && (
        <p className={why === 'always' ? 'request-why' : 'request-why grave'} data-testid="request-why">
          {why !== 'always' && <TriangleAlert className="icon" aria-hidden />}
          <span>{reason}</span>
        </p>
      )}
      {phase === 'done' && <p className="request-why">{t('asked.pickUp', { number: display })}</p>}
      {extension !== null && <p className="request-why">{t('asked.extension', { extension })}</p>}
    </>
  );
};

const Enrol = ({ request }: { request: Of<'enrol'> }) => {
  const { t } = useTranslation();
  return (
    <>
      <p className="request-relay" data-testid="request-relay">
        {request.relayUrl}
      </p>
      {request.phase === 'asks' && <p className="request-why">{t('asked.enrolText')}</p>}
      {request.phase === 'asks' && request.leaves !== null && (
        <p className="request-why grave">
          <TriangleAlert className="icon" aria-hidden />
          <span>{t('asked.enrolLeaves', { name: request.leaves })}</span>
        </p>
      )}
    </>
  );
};

const Icon = ({ request }: { request: AppRequest }) => {
  if (request.phase === 'failed') return <TriangleAlert className="icon" aria-hidden />;
  if (request.phase === 'done') return <CircleCheck className="icon" aria-hidden />;
  return request.kind === 'enrol' ? (
    <KeyRound className="icon" aria-hidden />
  ) : (
    <Phone className="icon" aria-hidden />
  );
};

/** What a link or the hotkey wants: the question, and what became of it. Escape leaves it, ⏎ goes on. */
const Card = ({ request, state }: { request: AppRequest; state: CompanionState }) => {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const titleId = useId();
  const main = useRef<HTMLButtonElement>(null);
  const { id, kind, phase, problem } = request;
  const title = useTitle(request);
  const answer = (accept: boolean): void => void bridge.invoke('request:answer', { id, accept });
  useEffect(() => main.current?.focus(), [id, phase]);
  const canSettle =
    kind === 'dial' &&
    phase === 'asks' &&
    request.why === 'always' &&
    state.settings.dialConfirm === 'always' &&
    !state.managed.locked.includes('dialConfirm');
  return (
    <div
      className="request-veil"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || phase === 'running') return;
        event.stopPropagation();
        answer(false);
      }}
    >
      <section
        className="request-card"
        role={phase === 'asks' || phase === 'failed' ? 'alertdialog' : 'status'}
        aria-labelledby={titleId}
        data-testid="request-card"
        data-phase={phase}
      >
        <h2 id={titleId}>
          <Icon request={request} />
          <span>{title}</span>
        </h2>
        {kind === 'dial' && <Dial request={request} />}
        {kind === 'enrol' && <Enrol request={request} />}
        {problem && <ErrorSentence>{errorSentence(problem, t, i18n.language)}</ErrorSentence>}
        {canSettle && (
          <Button
            look="link"
            className="request-less"
            onClick={() => void bridge.invoke('settings:set', { dialConfirm: 'costly' })}
          >
            {t('asked.lessQuestions')}
          </Button>
        )}
        {phase !== 'running' && (
          <div className="request-actions">
            {phase === 'asks' && (
              <Button ref={main} look="primary" onClick={() => answer(true)} data-testid="request-accept">
                {kind === 'dial' ? t('asked.call') : t('asked.enrol')}
              </Button>
            )}
            {phase === 'failed' && kind !== 'unusable' && (
              <Button ref={main} look="primary" onClick={() => answer(true)} data-testid="request-accept">
                {t('asked.again')}
              </Button>
            )}
            <Button
              ref={phase === 'done' || kind === 'unusable' ? main : undefined}
              onClick={() => answer(false)}
              data-testid="request-leave"
            >
              {phase === 'asks' ? t('asked.cancel') : t('asked.close')}
            </Button>
          </div>
        )}
      </section>
    </div>
  );
};

export const RequestCard = ({ state }: { state: CompanionState }) => {
  const { request } = state.appLinks;
  return request && <Card key={request.id} request={request} state={state} />;
};
