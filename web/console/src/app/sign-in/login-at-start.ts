import { inject } from '@angular/core';
import { FleetApi } from '../api/fleet-api.js';
import { readFailure } from '../api/problem.js';
import { Access } from './access.js';
import { codeFrom } from './login-fragment.js';

/**
 * Signs in with the code of the printed URL, before the first page. The fragment leaves the address and the history
 * before anything else, so that the code can't be copied from there.
 */
export async function loginAtStart(): Promise<void> {
  const api = inject(FleetApi);
  const access = inject(Access);
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith('#token=')) return;
  window.history.replaceState(null, '', pathname + search);
  const code = codeFrom(hash);
  if (code === null) return access.revoke('code-refused');
  try {
    await api.login(code);
  } catch (error) {
    if (readFailure(error).status === 0) throw error;
    await access.revoke('code-refused');
  }
}
