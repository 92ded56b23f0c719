/** What crosses the border between a worker and a programming model, as far as this host uses it; field names are the wire's. */
export type TypedData = {
  string?: string | null;
  json?: string | null;
  bytes?: Uint8Array | null;
  int?: number | null;
  double?: number | null;
  http?: HttpData | null;
};

export type HttpData = {
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  params?: Record<string, string>;
  body?: TypedData | null;
  statusCode?: string | null;
  cookies?: readonly HttpCookie[] | null;
};

type Nullable<T> = { value?: T | null } | null;

export type HttpCookie = {
  name?: string | null;
  value?: string | null;
  domain?: Nullable<string>;
  path?: Nullable<string>;
  expires?: Nullable<{ seconds?: number | null; nanos?: number | null }>;
  secure?: Nullable<boolean>;
  httpOnly?: Nullable<boolean>;
  sameSite?: "none" | "lax" | "strict" | "explicitNone" | null;
  maxAge?: Nullable<number>;
};

export type Binding = Readonly<{ type?: string; direction?: "in" | "out" | "inout"; name?: string } & Record<string, unknown>>;

export type RetryOptions = Readonly<{
  maxRetryCount?: number;
  retryStrategy?: "fixedDelay" | "exponentialBackoff";
  delayInterval?: { seconds?: number };
  minimumInterval?: { seconds?: number };
  maximumInterval?: { seconds?: number };
}>;

export type FunctionMetadata = Readonly<{ name: string; bindings: Readonly<Record<string, Binding>>; retryOptions?: RetryOptions | undefined }>;

export type FunctionCallback = (...inputs: unknown[]) => unknown;

export type RpcLogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";

export type InvocationRequest = Readonly<{
  invocationId: string;
  inputData: readonly Readonly<{ name: string; data: TypedData }>[];
  triggerMetadata: Readonly<Record<string, TypedData>>;
  traceContext?: Readonly<{ traceParent: string; traceState?: string; attributes?: Record<string, string> }>;
  retryContext?: Readonly<{ retryCount: number; maxRetryCount: number; exception?: { message: string } }>;
}>;

export type InvocationResponse = Readonly<{
  outputData?: readonly Readonly<{ name: string; data: TypedData }>[];
  returnValue?: TypedData | null;
}>;

export type CoreContext = {
  invocationId: string;
  request: InvocationRequest;
  metadata: FunctionMetadata;
  state?: "preInvocationHooks" | "invocation" | "postInvocationHooks" | undefined;
  log(level: RpcLogLevel, category: "user" | "system" | "customMetric", message: string): void;
};

export type InvocationModel = {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
};

export type ProgrammingModel = {
  name: string;
  version: string;
  getInvocationModel(context: CoreContext): InvocationModel;
  getCapabilities?(capabilities: Record<string, string>): Promise<Record<string, string>>;
};
