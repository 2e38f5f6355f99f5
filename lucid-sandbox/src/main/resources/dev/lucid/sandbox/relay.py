# Listens on the sandbox's own loopback, and passes on what comes to sockets and back, as its twin in perl does.
#
#   a port and the path of its socket, for each door
#
# Closes its output once it listens. Holds no more of a connection than a block each way, and waits while it holds one. A
# crowd at one door keeps nobody from another.
import os, select, socket, sys

MOST, BLOCK = 32, 65536

class Door:
    def __init__(self, port, path):
        self.path, self.inside = path, 0
        self.channel = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.channel.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.channel.bind(('127.0.0.1', port))
        self.channel.listen(64)
        self.channel.setblocking(False)

    def fileno(self):
        return self.channel.fileno()

class Side:
    def __init__(self, channel, door):
        self.channel, self.door, self.other = channel, door, None
        # What is to be written to it, whether it said its last, whether it was told the other's.
        self.due, self.said, self.told = b'', False, False

    def fileno(self):
        return self.channel.fileno()

    def drop(self):
        self.door.inside -= 1
        for side in (self, self.other):
            side.channel.close()
            sides.discard(side)

    # Tells it that the other has said its last, once it was told all before; and ends what is over.
    def settle(self):
        if self.other.said and not self.due and not self.told:
            self.told = True
            self.channel.shutdown(socket.SHUT_WR)
        if self.told and self.other.told:
            self.drop()

    def hear(self):
        got = self.channel.recv(BLOCK)
        self.said = not got
        self.other.due += got
        self.other.settle()

    def tell(self):
        self.due = self.due[self.channel.send(self.due):]
        self.settle()

    def attempt(self, work):
        try:
            work()
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            self.drop()

def enter(door):
    try:
        caller = door.channel.accept()[0]
    except OSError:
        return
    try:
        inner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    except OSError:
        caller.close()
        return
    try:
        caller.setblocking(False)
        inner.setblocking(False)
        inner.connect(door.path)
    except OSError:
        caller.close()
        inner.close()
        return
    one, two = Side(caller, door), Side(inner, door)
    one.other, two.other = two, one
    sides.update((one, two))
    door.inside += 1

sides = set()
doors = [Door(int(port), path) for port, path in zip(sys.argv[1::2], sys.argv[2::2])]
os.dup2(os.open('/dev/null', os.O_WRONLY), 1)
while True:
    hears = [side for side in sides if not side.said and not side.other.due]
    tells = [side for side in sides if side.due]
    ready, free, _ = select.select(hears + [door for door in doors if door.inside < MOST], tells, [])
    for side in free:
        if side in sides:
            side.attempt(side.tell)
    for side in ready:
        if side in doors:
            enter(side)
        elif side in sides:
            side.attempt(side.hear)
