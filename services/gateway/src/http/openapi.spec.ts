import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ALL_ROUTES } from '../routes/index.js';
import { VERSION } from '../version.js';
import { openApiOf } from './openapi.js';

const FILE = new URL('../../openapi.json', import.meta.url);
const document = `${JSON.stringify(openApiOf(ALL_ROUTES, VERSION).value, null, 2)}\n`;

describe('the OpenAPI document', () => {
  it('is committed as it is now (FLEET_UPDATE_OPENAPI=1 writes it anew)', () => {
    if (process.env['FLEET_UPDATE_OPENAPI'] === '1') writeFileSync(FILE, document);
    expect(readFileSync(FILE, 'utf8')).toBe(document);
  });

  it('asks for nothing that has a default', () => {
    const { components } = openApiOf(ALL_ROUTES, VERSION).value as { components: { schemas: { Restore: { properties: object; required: string[] } } } };
    const { properties, required } = components.schemas.Restore;
    expect([Object.keys(properties), required]).toEqual([['snapshotId', 'paths', 'preview', 'keptAs'], ['snapshotId', 'paths']]);
  });

  it('has every route and refers to nothing that it lacks', () => {
    const { paths, components } = openApiOf(ALL_ROUTES, VERSION).value as {
      paths: Record<string, Record<string, unknown>>;
      components: { schemas: Record<string, unknown> };
    };
    const operations = Object.values(paths).flatMap((path) => Object.keys(path));
    expect(operations).toHaveLength(ALL_ROUTES.length);
    const references = [...document.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
    expect(references.length).toBeGreaterThan(20);
    for (const name of references) expect(Object.keys(components.schemas)).toContain(name);
  });
});
