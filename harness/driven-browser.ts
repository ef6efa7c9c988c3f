/** Roles that the tests click or type into; names are accessible names, exactly as a screen reader says them. */
export type Role = 'button' | 'link' | 'textbox' | 'checkbox' | 'tab' | 'switch';

/**
 * A tab of a driven browser: the little that Playwright and Puppeteer can both do, so that one test body covers both
 * browsers.
 */
export interface DrivenPage {
  /** Loads `url`, a web page. */
  goto(url: string): Promise<void>;
  /** A real click on the only element with this role and name; waits for it to be there. */
  click(role: Role, name: string): Promise<void>;
  /** Real key presses into the field with this name, after what stands there. */
  type(name: string, text: string): Promise<void>;
  /** Real press of one key, such as `Tab`, in the field that has the focus. */
  press(key: 'Tab' | 'Enter' | 'Escape' | 'Delete' | 'ArrowLeft' | 'End'): Promise<void>;
  /** A real click in the middle of the first element that matches; a frame's content gets it too. */
  clickAt(selector: string): Promise<void>;
  /** Real key presses into whatever has the focus, in frames too. */
  keys(text: string): Promise<void>;
  /** Real press of a key together with Control. */
  pressWithControl(key: 'a' | 'b' | 'c' | 'v' | 'x' | 'z'): Promise<void>;
  pressWithShift(key: 'Enter' | 'ArrowLeft'): Promise<void>;
  /** Gives the page a window of this size, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** What a reader sees. */
  text(): Promise<string>;
  /** Waits until what a reader sees matches `pattern`, and returns it. */
  waitForText(pattern: RegExp | string): Promise<string>;
  /**
   * Runs a function inside the page. It is sent as source text: it sees nothing of the test but `argument`, and must
   * not hold named inner functions (tsx would wrap those in a helper that the page does not have).
   */
  evaluate<Result, Argument = undefined>(
    run: (argument: Argument) => Result | Promise<Result>,
    ...argument: Argument extends undefined ? [] : [Argument]
  ): Promise<Result>;
  close(): Promise<void>;
}

/** A real browser with the built extension, in a profile of its own that is deleted on `close`. */
export interface DrivenBrowser {
  readonly name: 'chromium' | 'firefox';
  /** Such as `Chromium 156.0.8078.79`. */
  readonly version: string;
  /** Origin of the extension's own pages. */
  readonly extensionOrigin: string;
  openPage(url: string): Promise<DrivenPage>;
  /** Starts the extension anew, as an update does; its own pages close. */
  reloadExtension(): Promise<void>;
  /**
   * Opens a page of the extension in a tab; `path` is relative to the extension, such as `src/pages/home/index.html`.
   */
  openExtensionPage(path: string): Promise<DrivenPage>;
  /** Files that were saved from pages of the extension so far. */
  downloads(): Promise<readonly { readonly name: string; readonly content: string }[]>;
  /** Ends the background at once, whatever it is doing, as the browser may at any time. */
  stopBackground(): Promise<void>;
  close(): Promise<void>;
}

/** Settings that make one install differ from another where a request could show it. */
export interface ProfileChoices {
  /** Languages the volunteer reads, such as `['fr', 'de']`. */
  readonly languages?: readonly string[];
  /** "Do not track" and "global privacy control", where the browser has them. */
  readonly asksNotToBeTracked?: boolean;
  /** Firefox only: the random id that an install gives the extension. */
  readonly installId?: string;
  /** A phone: no pointer that could hover, and windows as narrow as wanted. */
  readonly fingersOnly?: boolean;
  /** Chromium only: shows the window. */
  readonly headed?: boolean;
  /** Changes the copy of the extension before it is installed. */
  readonly changeExtension?: (folder: string) => Promise<void>;
}
