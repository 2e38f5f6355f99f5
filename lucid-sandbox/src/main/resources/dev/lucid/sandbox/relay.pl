# Listens on the sandbox's own loopback, and passes on what comes to a socket and back.
#
#   0 the port      1 the socket's path
#
# Closes its output once it listens. Holds no more of a connection than a block each way, and waits while it holds one.
use strict;
use Socket;
use Fcntl;
use Errno;

my ($port, $path) = @ARGV;
my ($most, $block) = (32, 65536);
$SIG{PIPE} = 'IGNORE';
socket(my $door, PF_INET, SOCK_STREAM, 0) or exit 1;
setsockopt($door, SOL_SOCKET, SO_REUSEADDR, 1);
bind($door, sockaddr_in($port, INADDR_LOOPBACK)) or exit 1;
listen($door, 64) or exit 1;
patient($door);
open(STDOUT, '>', '/dev/null');

# Of each side by its number: handle, other side, what is to be written to it, whether it said its last, whether it was told the other's.
my (%handle, %other, %due, %said, %told);

sub patient { fcntl($_[0], F_SETFL, O_NONBLOCK) }

sub later { $!{EAGAIN} || $!{EWOULDBLOCK} || $!{EINTR} }

sub drop {
    my ($side) = @_;
    for my $each ($side, $other{$side}) {
        close($handle{$each});
        delete $_->{$each} for \(%handle, %due, %said, %told);
    }
    my $peer = delete $other{$side};
    delete $other{$peer};
}

sub enter {
    accept(my $caller, $door) or return;
    socket(my $inner, PF_UNIX, SOCK_STREAM, 0) or return;
    patient($_) for $caller, $inner;
    connect($inner, sockaddr_un($path)) or return;
    my ($one, $two) = (fileno($caller), fileno($inner));
    %other = (%other, $one, $two, $two, $one);
    %handle = (%handle, $one, $caller, $two, $inner);
    $due{$_} = '' for $one, $two;
}

# Tells a side that the other has said its last, once it was told all before; and ends what is over.
sub settle {
    my ($side) = @_;
    my $peer = $other{$side};
    if ($said{$peer} && $due{$side} eq '' && !$told{$side}) {
        $told{$side} = 1;
        shutdown($handle{$side}, 1);
    }
    drop($side) if $told{$side} && $told{$peer};
}

sub hear {
    my ($side) = @_;
    my $peer = $other{$side};
    my $got = sysread($handle{$side}, $due{$peer}, $block, length $due{$peer});
    if (!defined $got) { drop($side) unless later(); return }
    $said{$side} = 1 if $got == 0;
    settle($peer);
}

sub utter {
    my ($side) = @_;
    my $put = syswrite($handle{$side}, $due{$side});
    if (!defined $put) { drop($side) unless later(); return }
    substr($due{$side}, 0, $put) = '';
    settle($side);
}

while (1) {
    my ($hears, $tells) = ('', '');
    vec($hears, fileno($door), 1) = 1 if keys %handle < 2 * $most;
    for my $side (keys %handle) {
        vec($hears, $side, 1) = 1 if !$said{$side} && $due{$other{$side}} eq '';
        vec($tells, $side, 1) = 1 if $due{$side} ne '';
    }
    select($hears, $tells, undef, undef) > 0 or next;
    for my $side (keys %handle) { utter($side) if exists $handle{$side} && vec($tells, $side, 1) }
    for my $side (keys %handle) { hear($side) if exists $handle{$side} && vec($hears, $side, 1) }
    enter() if vec($hears, fileno($door), 1);
}
