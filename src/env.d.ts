/// <reference types="vite/client" />

/** Which of the two browsers this build is for; set by vite.config.ts. */
declare const __BROWSER__: 'chrome' | 'firefox';
