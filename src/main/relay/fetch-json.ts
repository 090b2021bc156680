import axios from 'axios';
import type { FetchJson } from '../../shared/companion/rest';

const TIMEOUT_MS = 15_000;
/** A page of history is far smaller. Bytes. */
const MAX_ANSWER = 8 * 1024 * 1024;

/** axios behind the companion's `FetchJson`: every status is an answer; an error never carries the token on. */
export const createFetchJson = (): FetchJson => {
  const http = axios.create({
    timeout: TIMEOUT_MS,
    maxContentLength: MAX_ANSWER,
    maxRedirects: 0,
    validateStatus: () => true,
  });
  return async ({ method, url, token, body }) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await http
      .request<unknown>({ method, url, data: body, headers })
      .catch((error: unknown) => {
        // An AxiosError holds the whole request, Authorization included.
        throw new Error(axios.isAxiosError(error) ? (error.code ?? 'network error') : 'network error');
      });
    return { status: answer.status, body: answer.data };
  };
};
