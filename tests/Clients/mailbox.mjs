// A mail server on this machine that keeps what it is given: as much of SMTP as a sender needs.
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** `next(address)` waits for a mail to that address; `stop` ends it. */
export async function startMailbox() {
  const mails = []
  const server = createServer(socket => {
    let text = '', data = null, to = ''
    const say = line => socket.write(`${line}\r\n`)
    socket.on('error', () => {})
    say('220 mailbox')
    socket.on('data', chunk => {
      text += chunk
      for (let end; (end = text.indexOf('\r\n')) >= 0;) {
        const line = text.slice(0, end)
        text = text.slice(end + 2)
        if (data !== null && line !== '.') data += `${line.replace(/^\./, '')}\n`
        else if (data !== null) {
          mails.push({ to, text: read(data) })
          data = null
          say('250 kept')
        } else if (/^DATA/i.test(line)) {
          data = ''
          say('354 go on')
        } else if (/^QUIT/i.test(line)) {
          say('221 bye')
          socket.end()
        } else {
          to = line.match(/^RCPT TO:<(.*?)>/i)?.[1] ?? to
          say('250 mailbox')
        }
      }
    })
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${server.address().port}`,
    async next(address) {
      for (let patience = 400; patience > 0; patience--) {
        const mail = mails.find(mail => mail.to === address)
        if (mail) return mail.text
        await wait(50)
      }
      throw new Error(`No mail came for ${address}.`)
    },
    stop: () => new Promise(resolve => server.close(resolve)),
  }
}

/** The text of a mail, whichever way its parts are written down. */
const read = raw => raw.split(/\n\n/).map(part => /^[A-Za-z0-9+/=\n]+$/.test(part.trim()) ? Buffer.from(part, 'base64').toString() : part).join('\n\n')
  .replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
