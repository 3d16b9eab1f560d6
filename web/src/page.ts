/** A page: fills the element; what it returns takes it away. @param path of its address behind its name */
export type Page = (into: HTMLElement, path: readonly string[]) => () => void;
