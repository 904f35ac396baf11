/** Electron's BrowserWindow: its frame is remembered, its content is a Chromium page. */
import { EventEmitter } from 'node:events';
import { browser } from './browser.ts';
import { preventable, WebContents } from './web-contents.ts';

type Bounds = { x: number; y: number; width: number; height: number };
type Options = Partial<Bounds> & { show?: boolean; title?: string; webPreferences?: { preload?: string } };

export class BrowserWindow extends EventEmitter {
  static readonly all = new Set<BrowserWindow>();
  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.all];
  }

  readonly webContents: WebContents;
  readonly options: Options;
  bounds: Bounds;
  #isVisible: boolean;
  #isFocused = false;
  #isMaximized = false;
  #isMinimized = false;
  #isDestroyed = false;
  overlay = '';

  constructor(options: Options = {}) {
    super();
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    this.#isVisible = options.show !== false;
    const { context, page } = browser.takePage();
    void page.setViewportSize({ width, height });
    this.webContents = new WebContents(context, page, options.webPreferences?.preload);
    BrowserWindow.all.add(this);
    this.webContents.once('dom-ready', () => this.emit('ready-to-show'));
    browser.announce(this.webContents);
  }

  show(): void {
    this.#isVisible = true;
    this.#isFocused = true;
    this.emit('show');
  }
  hide(): void {
    this.#isVisible = false;
    this.#isFocused = false;
    this.emit('hide');
  }
  focus(): void {
    this.#isFocused = true;
  }
  blur(): void {
    this.#isFocused = false;
  }
  isFocused(): boolean {
    return this.#isFocused;
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  minimize(): void {
    this.#isMinimized = true;
    this.#isFocused = false;
  }
  restore(): void {
    this.#isMinimized = false;
  }
  maximize(): void {
    this.#isMaximized = true;
    this.emit('resize');
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  isFullScreen(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  getNormalBounds(): Bounds {
    return this.bounds;
  }
  setBounds(bounds: Partial<Bounds>): void {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit('resize');
    this.emit('move');
  }
  setOverlayIcon(_image: unknown, description: string): void {
    this.overlay = description;
  }

  /** @returns whether it closed */
  close(): boolean {
    if (this.#isDestroyed) return true;
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#isVisible = false;
    BrowserWindow.all.delete(this);
    this.emit('closed');
  }
}
