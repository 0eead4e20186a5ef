import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

const tracer = trace.getTracer('grantkeeper')

const kinds = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT } as const

/**
 * Runs `work` as a child span of the current trace; `annotate` adds attributes later. Does nothing unless the operator
 * loads an OpenTelemetry SDK. A trace leaves this system, so attributes contain no text from outside.
 */
export function inSpan<T>(
  name: string,
  kind: keyof typeof kinds,
  attributes: Attributes,
  work: (annotate: (more: Attributes) => void) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind: kinds[kind], attributes }, async (span) => {
    try {
      return await work((more) => span.setAttributes(more))
    } catch (error) {
      // The error's class only: a message can quote anything.
      span.setStatus({ code: SpanStatusCode.ERROR })
      span.setAttribute('error.type', error instanceof Error ? error.name : 'thrown')
      throw error
    } finally {
      span.end()
    }
  })
}
