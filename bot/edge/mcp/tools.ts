import { doctorTool } from './doctor-tool.ts'
import { findingsTool } from './findings-tool.ts'
import { historyTool } from './history-tool.ts'
import { mineTool } from './mine-tool.ts'
import { statusTool } from './status-tool.ts'
import { tenantsTool } from './tenants-tool.ts'
import type { Tool } from './tool.ts'
import { whyTool } from './why-tool.ts'

/** Every tool. All of them read. */
export const tools: readonly Tool[] = [
  tenantsTool,
  statusTool,
  findingsTool,
  mineTool,
  whyTool,
  historyTool,
  doctorTool,
]
