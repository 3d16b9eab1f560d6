/** Requests to the server; what changes something goes with its header, and with the token where there is one. */

const KEY = 'spillway.token';

/** Of the address, behind #: kept for this tab, and out of the address, which may be copied or shown. */
export function takeToken(): void {
  const [, given] = /^#token=(.+)$/.exec(location.hash) ?? [];
  if (given === undefined) return;
  sessionStorage.setItem(KEY, decoded(given));
  history.replaceState(history.state, '', location.pathname + location.search);
}

function decoded(given: string): string {
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
}

/**
 * Posts JSON.
 * @throws Error with what the server says against it, or why there was no answer
 */
export async function ask(path: string, body: unknown = {}): Promise<void> {
  const token = sessionStorage.getItem(KEY);
  await answerTo(path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Spillway': '1',
      ...(token !== null && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
}

/**
 * Asks for JSON.
 * @throws Error as `ask`
 */
export const askFor = async <T>(path: string): Promise<T> =>
  (await (await answerTo(path)).json()) as T;

async function answerTo(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(path, init).catch((error: Error) => {
    throw new Error(`no answer to ${path}: ${error.message}`);
  });
  if (answer.ok) return answer;
  const said = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null;
  throw new Error(said?.error?.message ?? `${path}: refused with status ${answer.status}`);
}
