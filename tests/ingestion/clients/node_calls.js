// Make calls with Segment's client for Node: address, write key, calls as JSON.
const { Analytics } = require('@segment/analytics-node')

const [host, writeKey, calls] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey })
const failures = []
analytics.on('error', (error) => failures.push(error))
for (const { type, timestamp, ...call } of JSON.parse(calls)) {
  analytics[type](timestamp ? { ...call, timestamp: new Date(timestamp) } : call)
}
analytics.closeAndFlush({ timeout: 30000 }).then(() => {
  if (failures.length) throw failures[0].reason
})
