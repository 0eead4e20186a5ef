import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

const tracer = trace.getTracer('grantkeeper')

const kinds = { within: SpanKind.INTERNAL, asked: SpanKind.SERVER, asks: SpanKind.CLIENT } as const

/** Words of ours and figures: a trace goes to another system, so no text from outside stands in it. */
type SpanAttributes = Attributes

/**
 * Does the work as one span of a trace, below the span it was called in. `tell` adds what is known only later. Where
 * the operator loads no OpenTelemetry SDK this costs nothing and does nothing.
 */
export function inSpan<T>(
  name: string,
  kind: keyof typeof kinds,
  attributes: SpanAttributes,
  work: (annotate: (more: SpanAttributes) => void) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind: kinds[kind], attributes }, async (span) => {
    try {
      return await work((more) => span.setAttributes(more))
    } catch (error) {
      // Its class and no more: a message may quote anything.
      span.setStatus({ code: SpanStatusCode.ERROR })
      span.setAttribute('error.type', error instanceof Error ? error.name : 'thrown')
      throw error
    } finally {
      span.end()
    }
  })
}
