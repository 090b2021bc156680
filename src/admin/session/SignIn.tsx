import { useState } from 'react';
import { useStore } from 'zustand';
import { clockDuration } from '../../renderer/lib/durations';
import { Button } from '../../renderer/components/Button';
import { Mark } from '../../renderer/components/Mark';
import { ErrorSentence, TextField } from '../../renderer/components/TextField';
import { Copy } from '../components/Copy';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { useNow } from '../lib/use-now';
import { useHouse } from '../state/house';

/** How the first account is made; the relay never makes one by itself. */
const COMMAND = 'npm run relay -- admin add NAME';

const NoAccount = () => {
  const { t } = useTexts();
  const { session } = useHouse();
  return (
    <div className="sign-in-form" data-testid="no-account">
      <p className="sign-in-text">{t('session.noAccount')}</p>
      <Copy text={COMMAND} label={t('session.command')} />
      <Button onClick={() => void session.begin()}>{t('session.lookAgain')}</Button>
    </div>
  );
};

const Form = () => {
  const { t } = useTexts();
  const { session } = useHouse();
  const { stage, name: known, problem, lockedUntil } = useStore(session);
  const now = useNow();
  const [name, setName] = useState(known);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const lockedFor = lockedUntil === null ? 0 : Math.ceil((lockedUntil - now) / 1_000);
  const locked = lockedFor > 0;
  const wrong = problem?.kind === 'signed-out';
  const send = async (): Promise<void> => {
    if (busy || locked || name.trim() === '' || password === '') return;
    setBusy(true);
    await session.signIn(name.trim(), password);
    setBusy(false);
    setPassword('');
  };
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="sign-in-text">{stage === 'over' ? t('session.overText') : t('session.text')}</p>
      <TextField
        label={t('session.name')}
        value={name}
        onText={setName}
        autoFocus={name === ''}
        autoComplete="username"
        maxLength={60}
        data-testid="admin-name"
      />
      <TextField
        label={t('session.password')}
        value={password}
        onText={setPassword}
        type="password"
        autoFocus={name !== ''}
        autoComplete="current-password"
        maxLength={1_000}
        data-testid="admin-password"
      />
      {locked ? (
        <ErrorSentence>
          {t('session.locked')} <span className="tabular">{clockDuration(lockedFor)}</span>
        </ErrorSentence>
      ) : (
        problem !== null &&
        lockedUntil === null && (
          <ErrorSentence>{wrong ? t('session.wrong') : problemText(problem, t)}</ErrorSentence>
        )
      )}
      <Button
        type="submit"
        look="primary"
        className="tall"
        disabled={busy || locked || name.trim() === '' || password === ''}
        data-testid="admin-sign-in"
      >
        {busy ? t('session.signingIn') : t('session.signIn')}
      </Button>
    </form>
  );
};

/** The way in; over the page where a session has just ended. */
export const SignIn = () => {
  const { t } = useTexts();
  const { stage, setUp } = useStore(useHouse().session);
  return (
    <main className="sign-in" data-over={stage === 'over'}>
      <section className="sign-in-card" aria-labelledby="sign-in">
        <Mark size={40} />
        <h1 id="sign-in">{stage === 'over' ? t('session.overTitle') : t('session.title')}</h1>
        {setUp ? <Form /> : <NoAccount />}
      </section>
    </main>
  );
};
