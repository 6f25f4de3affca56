export declare const distFolder: string;
export declare function buildConsole(): Promise<{ readonly all: number; readonly first: number }>;
