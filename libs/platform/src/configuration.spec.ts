import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigurationError, readConfiguration } from './configuration.js';
import { absolutePath, commaSeparated, fleetVariables, onOff, port, runnerIdOfHost } from './configuration-fields.js';

describe('readConfiguration', () => {
  const schema = z.object({ FLEET_HTTP_PORT: fleetVariables.httpPort, FLEET_LOG_LEVEL: fleetVariables.logLevel });

  it('gives values with defaults', () => {
    expect(readConfiguration(schema, { FLEET_HTTP_PORT: '8080', PATH: '/bin' })).toEqual({ FLEET_HTTP_PORT: 8080, FLEET_LOG_LEVEL: 'info' });
  });

  it('takes an empty variable as absent', () => {
    expect(readConfiguration(schema, { FLEET_HTTP_PORT: '' }).FLEET_HTTP_PORT).toBe(4700);
  });

  it('names the variable in one line and keeps the value to itself', () => {
    const read = () => readConfiguration(schema, { FLEET_HTTP_PORT: 'hunter2' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(/^FLEET_HTTP_PORT: must be a port number$/);
  });

  it('says how many more are wrong', () => {
    expect(() => readConfiguration(schema, { FLEET_HTTP_PORT: '99999', FLEET_LOG_LEVEL: 'loud' })).toThrow(
      /^FLEET_HTTP_PORT: must be a port number, at most 65535 \(and 1 more\)$/,
    );
  });
});

describe('configuration fields', () => {
  it.each([['0', 0], ['65535', 65_535]])('port takes %s', (text, value) => {
    expect(port.parse(text)).toBe(value);
  });

  it.each(['-1', '65536', '80 ', 'http', '1e3'])('port refuses %s', (text) => {
    expect(port.safeParse(text).success).toBe(false);
  });

  it.each([['0', 0], ['0.5', 0.5], ['30', 30], ['off', null]])('keepDays takes %s', (text, value) => {
    expect(fleetVariables.keepDays.parse(text)).toBe(value);
  });

  it.each(['-1', '1e3', 'forever', '99999999'])('keepDays refuses %s', (text) => {
    expect(fleetVariables.keepDays.safeParse(text).success).toBe(false);
  });

  it('everything is kept unless somebody says otherwise, in the archive', () => {
    const { keepDays, keepGigabytes, keepStreamHours } = fleetVariables;
    expect([keepDays, keepGigabytes, keepStreamHours].map((field) => field.parse(undefined))).toEqual([null, null, 0]);
  });

  it.each([['0', 0], ['off', 0], ['30', 30], ['10080', 10_080]])('idleTimeoutMinutes takes %s', (text, value) => {
    expect(fleetVariables.idleTimeoutMinutes.parse(text)).toBe(value);
  });

  it.each(['-1', '1.5', '10081', 'on', '5m'])('idleTimeoutMinutes refuses %s', (text) => {
    expect(fleetVariables.idleTimeoutMinutes.safeParse(text).success).toBe(false);
  });

  it('absolutePath normalizes and understands the home directory', () => {
    expect(absolutePath.parse('/a/../b')).toBe('/b');
    expect(absolutePath.parse('~/x')).toMatch(/^\/.*\/x$/);
    expect(absolutePath.safeParse('relative/path').success).toBe(false);
  });

  it('repoRoots is a list of absolute paths', () => {
    expect(fleetVariables.repoRoots.parse('/a:/b')).toEqual(['/a', '/b']);
    expect(fleetVariables.repoRoots.safeParse('/a:b').success).toBe(false);
  });

  it('commaSeparated drops blanks', () => {
    expect(commaSeparated.parse(' a, ,b,')).toEqual(['a', 'b']);
  });

  it('onOff takes 1 and 0 only', () => {
    expect(onOff.parse('1')).toBe(true);
    expect(onOff.safeParse('true').success).toBe(false);
  });

  it.each([['Build-01.example.org', 'build-01-example-org'], ['___', 'runner'], ['', 'runner']])('makes a runner id of host %p', (host, id) => {
    expect(runnerIdOfHost(host)).toBe(id);
    expect(fleetVariables.runnerId.safeParse(runnerIdOfHost(host)).success).toBe(true);
  });
});
