import assert from 'node:assert/strict'
import { test } from 'node:test'
import { egressOf } from './egress.ts'

const INSIDE = [
  '0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.31.255.255 192.168.0.1 198.18.0.1 224.0.0.1 255.255.255.255',
  ':: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 ::ffff:10.0.0.1 ::ffff:7f00:1 ::10.0.0.1 64:ff9b::a00:1 64:ff9b:1::1',
  '2002:a00:1::1 2001::1 2001:db8::1 168.63.129.16 nonsense',
].flatMap(line => line.split(' '))

const OUTSIDE = ['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1']

test('the server’s own network is out of reach, however its address is written', () => {
  const { isReachable } = egressOf([])
  for (const address of INSIDE) assert.equal(isReachable(address), false, address)
  for (const address of OUTSIDE) assert.equal(isReachable(address), true, address)
})

test('what is named in the settings is in reach, and nothing beside it', () => {
  const { isReachable, isAllowed } = egressOf(['10.0.0.0/8', '::1', '127.0.0.1'])
  for (const address of ['10.1.2.3', '::1', '127.0.0.1', '::ffff:10.0.0.1']) assert.equal(isReachable(address), true)
  for (const address of ['11.0.0.1', '127.0.0.2', '192.168.0.1', '::2'])
    assert.equal(isAllowed(address), false, address)
  assert.equal(isReachable('127.0.0.2'), false)
})
