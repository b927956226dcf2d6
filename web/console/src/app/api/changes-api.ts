import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import {
  artifactPageSchema,
  contentReplySchema,
  restoreResultSchema,
  sessionSnapshotSchema,
  snapshotChangesSchema,
  snapshotListSchema,
  type Artifact,
  type Restore,
  type RestoreResult,
  type SessionSnapshot,
  type SnapshotChanges,
} from '@agents-fleet/contracts';
import { firstValueFrom, type Observable } from 'rxjs';
import { type z } from 'zod';

/** The console's calls about what a session did to its repo, and what was kept of it. */
@Injectable({ providedIn: 'root' })
export class ChangesApi {
  private readonly http = inject(HttpClient);

  /** @returns oldest first */
  async snapshots(sessionId: string): Promise<SessionSnapshot[]> {
    return (await this.read(this.http.get(`/api/sessions/${sessionId}/changes`), snapshotListSchema)).items;
  }

  /** Takes a snapshot of a live session now. */
  takeSnapshot(sessionId: string): Promise<SessionSnapshot> {
    return this.read(this.http.post(`/api/sessions/${sessionId}/changes`, {}), sessionSnapshotSchema);
  }

  changes(sessionId: string, snapshotId: string): Promise<SnapshotChanges> {
    return this.read(this.http.get(`/api/sessions/${sessionId}/changes/${snapshotId}`), snapshotChangesSchema);
  }

  /** @returns the unified diff of one file, as git wrote it */
  diff(sessionId: string, snapshotId: string, path: string): Promise<string> {
    return firstValueFrom(this.http.get(`/api/sessions/${sessionId}/changes/${snapshotId}/diff`, { params: { path }, responseType: 'text' }));
  }

  /** @returns the file as it is after the change; `null` when it is no text, too large or not there */
  async content(sessionId: string, snapshotId: string, path: string): Promise<string | null> {
    const params = { path, side: 'after' };
    return (await this.read(this.http.get(`/api/sessions/${sessionId}/changes/${snapshotId}/content`, { params }), contentReplySchema)).text;
  }

  restore(sessionId: string, restore: Restore): Promise<RestoreResult> {
    return this.read(this.http.post(`/api/sessions/${sessionId}/restore`, restore), restoreResultSchema);
  }

  /** Types a text into a live session, as it is. */
  async type(sessionId: string, text: string): Promise<void> {
    await firstValueFrom(this.http.post(`/api/sessions/${sessionId}/input`, { text }, { responseType: 'text' }));
  }

  /** Everything that was kept for a session. */
  async artifacts(sessionId: string): Promise<Artifact[]> {
    const artifacts: Artifact[] = [];
    let cursor: string | null = null;
    do {
      const params: Record<string, string> = { limit: '1000', ...(cursor === null ? {} : { cursor }) };
      const page: z.infer<typeof artifactPageSchema> = await this.read(this.http.get(`/api/sessions/${sessionId}/artifacts`, { params }), artifactPageSchema);
      artifacts.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return artifacts;
  }

  private async read<Schema extends z.ZodType>(answer: Observable<unknown>, schema: Schema): Promise<z.infer<Schema>> {
    return schema.parse(await firstValueFrom(answer));
  }
}

/** Where the whole patch of a snapshot is downloaded from. */
export function patchHref(sessionId: string, snapshotId: string): string {
  return `/api/sessions/${sessionId}/changes/${snapshotId}/patch`;
}
