import type { Problem } from '../api/request';
import type { T } from '../i18n';

/** A sentence of what went wrong; the relay's own where it said one, because it names the culprit. */
export const problemText = (problem: Problem, t: T): string => {
  switch (problem.kind) {
    case 'unreachable':
      return t('problem.unreachable');
    case 'signed-out':
      return t('problem.signedOut');
    case 'odd':
      return t('problem.odd');
    case 'refused':
      return problem.message === '' ? t('problem.refused', { code: problem.code }) : problem.message;
  }
};
