/** What the simulator answers with, in the forms of the real one. */
export interface SimAnswer {
  status: number;
  type: string;
  body: string;
  headers?: Record<string, string>;
}

/** PHP's JSON_PRETTY_PRINT. */
const pretty = (value: unknown): string => JSON.stringify(value, null, 4);

const jsonApi = 'application/vnd.api+json';

export const data = (body: unknown, status = 200): SimAnswer => ({
  status,
  type: jsonApi,
  body: pretty(body),
});
export const html = (status: number, body: string): SimAnswer => ({
  status,
  type: 'text/html; charset=UTF-8',
  body,
});
export const message = (status: number, text: string, headers?: Record<string, string>): SimAnswer => ({
  status,
  type: 'application/json',
  body: pretty({ message: text }),
  headers,
});
export const oauthError = (status: number, error: string, description: string, hint?: string): SimAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify({
    error,
    error_description: description,
    ...(hint === undefined ? {} : { hint }),
    message: description,
  }),
});
export const denied = (hint: string): SimAnswer =>
  oauthError(401, 'access_denied', 'The resource owner or authorization server denied the request.', hint);

const errorBody = (detail: string): string => pretty({ errors: { status: 400, title: null, detail } });

/** A request that breaks a rule of the API itself. */
export const invalid = (detail: string): SimAnswer => ({
  status: 400,
  type: 'application/json',
  body: errorBody(detail),
});
/** A request the CRM refuses; the same form. */
export const refused = (detail: string): SimAnswer => ({
  status: 400,
  type: jsonApi,
  body: errorBody(detail),
});

/** A failed SQL statement: JSON followed by plain text, so not JSON. */
export const databaseFailure = (): SimAnswer => {
  const text = 'Database failure. Please refer to suitecrm.log for details.';
  return { status: 400, type: jsonApi, body: errorBody(text) + text };
};

/** A database that is down, or a PHP process that died. */
export const emptyError = (): SimAnswer => html(500, '');

export const slimError = (text: string): SimAnswer => ({
  status: 500,
  type: 'application/json',
  body: pretty({
    message: 'Slim Application Error',
    error: [
      {
        type: 'Error',
        code: 0,
        message: text,
        file: '/var/www/suitecrm/modules/Calls/Call.php',
        line: 183,
        trace: ['#0 /var/www/suitecrm/Api/V8/Service/ModuleService.php(276): Call->save()'],
      },
    ],
  }),
});
