import type { AppError } from '../../shared/errors';
import { err, ok, type Result } from '../../shared/result';
import { answerError, type Answer } from './errors';
import { firstJson } from './first-json';
import type { CrmGeneration } from './links';
import { oauthErrorSchema } from './schemas';
import type { Transport } from './transport';

export interface ApiBase {
  /** e.g. `https://crm.example.com/Api` */
  apiUrl: string;
  generation: CrmGeneration;
}

/** 8.x first: its newest versions also answer at `/Api`, and only this path tells them from 7.x. */
const candidates: readonly { path: string; generation: CrmGeneration }[] = [
  { path: '/legacy/Api', generation: '8' },
  { path: '/Api', generation: '7' },
  // 7.x where Apache has no mod_rewrite.
  { path: '/Api/index.php', generation: '7' },
];

/**
 * Asks all candidates at once, without credentials: the V8 API answers 401 `access_denied` as JSON, everything else
 * (404, a login page, another product) is not it.
 */
export const findBasePath = async (
  transport: Transport,
  baseUrl: string,
  host: string,
): Promise<Result<ApiBase, AppError>> => {
  const answers = await Promise.all(
    candidates.map(({ path }) => transport.send({ method: 'GET', url: `${baseUrl}${path}/V8/current-user` })),
  );
  const found = candidates.find((_, index) => {
    const answer = answers[index];
    return answer?.ok === true && isApi(answer.value);
  });
  if (found) return ok({ apiUrl: baseUrl + found.path, generation: found.generation });
  return err(problemOf(answers, host));
};

const isApi = (answer: Answer): boolean =>
  answer.status === 401 && oauthErrorSchema.safeParse(firstJson(answer.body)).success;

/** A server in trouble explains more than a path that is not there. */
const problemOf = (answers: readonly Result<Answer, AppError>[], host: string): AppError => {
  const problems = answers.map((answer) => (answer.ok ? answerError(answer.value, host) : answer.error));
  const worst =
    problems.find(({ code }) => code === 'crm_unavailable' || code === 'crm_timeout') ?? problems[0];
  return worst ?? answerError({ status: 404, body: '' }, host);
};
