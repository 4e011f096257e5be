// Make calls with Segment's client for Node: its options, the calls.
const { Analytics } = require('@segment/analytics-node')

const [options, calls] = process.argv.slice(2).map((text) => JSON.parse(text))
const analytics = new Analytics(options)
const failures = []
analytics.on('error', (error) => failures.push(error))
for (const { type, timestamp, ...call } of calls) {
  analytics[type](timestamp ? { ...call, timestamp: new Date(timestamp) } : call)
}
analytics.closeAndFlush({ timeout: 30000 }).then(() => {
  if (failures.length) throw failures[0].reason
})
