using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TriageBot.Chaos;

/// <summary>Stands between the bot and a server, and cuts connections when it is told to.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly int _target;

    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts every connection with a reset.</summary>
    /// <returns>How many there were.</returns>
    public int Cut()
    {
        int cut = 0;
        foreach (TcpClient client in _open.Keys)
        {
            cut += _open.TryRemove(client, out _) ? 1 : 0;
            client.LingerState = new LingerOption(enable: true, 0);
            client.Dispose();
        }

        return cut;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The program is over.
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using TcpClient far = new();
        _open[near] = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side went away; so does the other.
        }
        finally
        {
            _open.TryRemove(near, out _);
            near.Dispose();
        }
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
    }
}
