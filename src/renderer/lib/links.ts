import type { Link } from '../../shared/ipc/state';
import type { PbxStatus } from '../../shared/protocol/messages';

export const noLink: Link = { state: 'off', since: null, problem: null };

/** Several phone systems as one line: the one in the worst state speaks. */
export const pbxLink = (pbx: readonly PbxStatus[]): Link => {
  const worst =
    pbx.find((one) => one.state === 'down') ?? pbx.find((one) => one.state === 'connecting') ?? pbx[0];
  if (!worst) return noLink;
  const { state, since, problem, because } = worst;
  return { state, since, problem, ...(because && { because }) };
};
