import { type Routes } from '@angular/router';
import { askForFramesEarly } from './replay/early-frames.js';
import { Shell } from './shell/shell.js';
import { attachEarly } from './terminal/early-attach.js';

export const routes: Routes = [
  {
    path: 'signed-out',
    title: 'Signed out',
    loadComponent: async () => (await import('./sign-in/signed-out-page.js')).SignedOutPage,
  },
  {
    path: '',
    component: Shell,
    children: [
      { path: '', title: 'Fleet', loadComponent: async () => (await import('./fleet/fleet-page.js')).FleetPage },
      { path: 'new', title: 'New session', loadComponent: async () => (await import('./new-session/new-session-page.js')).NewSessionPage },
      { path: 'watch', title: 'Watch', loadComponent: async () => (await import('./watch/watch-page.js')).WatchPage },
      { path: 'search', title: 'Search', loadComponent: async () => (await import('./search/search-page.js')).SearchPage },
      { path: 'settings', title: 'Settings', loadComponent: async () => (await import('./settings/settings-page.js')).SettingsPage },
      {
        path: 'sessions/:id',
        data: { preload: true },
        loadComponent: async () => (await import('./session/session-page.js')).SessionPage,
        children: [
          { path: '', data: { preload: true }, resolve: { attached: attachEarly }, loadComponent: async () => (await import('./terminal/terminal-tab.js')).TerminalTab },
          { path: 'replay', data: { preload: true }, resolve: { asked: askForFramesEarly }, loadComponent: async () => (await import('./replay/replay-tab.js')).ReplayTab },
          { path: 'changes', data: { preload: true, wide: true }, loadComponent: async () => (await import('./changes/changes-tab.js')).ChangesTab },
          { path: 'artifacts', loadComponent: async () => (await import('./artifacts/artifacts-tab.js')).ArtifactsTab },
          { path: 'activity', loadComponent: async () => (await import('./session/activity-tab.js')).ActivityTab },
        ],
      },
      { path: '**', title: 'Not found', loadComponent: async () => (await import('./shell/not-found-page.js')).NotFoundPage },
    ],
  },
];
