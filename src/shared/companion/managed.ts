import { because } from '../error-reasons';
import { AppError } from '../errors';
import type { Managed } from '../ipc/state';

/** @throws AppError where IT has set one of them */
export const refuseLocked = ({ locked }: Managed, names: readonly string[]): void => {
  if (names.some((name) => locked.includes(name)))
    throw new AppError('forbidden', 'Your IT has set this for you. Ask them if it does not fit.', {
      details: because('locked-by-it'),
    });
};
