/** Requests to the server: with its header, and with the token where there is one. */

const KEY = 'spillway.token';

/** Of the address: kept for this tab, and out of the address, which may be copied or shown. */
export function takeToken(): void {
  const address = new URL(location.href);
  const token = address.searchParams.get('token');
  if (token === null) return;
  sessionStorage.setItem(KEY, token);
  address.searchParams.delete('token');
  history.replaceState(history.state, '', address);
}

const token = () => sessionStorage.getItem(KEY);

/** Adds the token to the address of a stream, which takes no headers. */
export function withToken(path: string): string {
  const own = token();
  return own === null ? path : `${path}?token=${encodeURIComponent(own)}`;
}

/**
 * Posts JSON.
 * @throws Error with what the server says against it, or why there was no answer
 */
export async function ask(path: string, body: unknown = {}): Promise<void> {
  const own = token();
  const answer = await fetch(path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Spillway': '1',
      ...(own !== null && { Authorization: `Bearer ${own}` }),
    },
    body: JSON.stringify(body),
  }).catch((error: Error) => {
    throw new Error(`no answer to ${path}: ${error.message}`);
  });
  if (answer.ok) return;
  throw new Error(await refusalOf(answer, path));
}

/**
 * Asks for JSON.
 * @throws Error as `ask`
 */
export async function askFor<T>(path: string): Promise<T> {
  const own = token();
  const answer = await fetch(path, {
    headers: own === null ? {} : { Authorization: `Bearer ${own}` },
  }).catch((error: Error) => {
    throw new Error(`no answer to ${path}: ${error.message}`);
  });
  if (!answer.ok) throw new Error(await refusalOf(answer, path));
  return (await answer.json()) as T;
}

async function refusalOf(answer: Response, path: string): Promise<string> {
  const said = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null;
  return said?.error?.message ?? `${path}: refused with status ${answer.status}`;
}
