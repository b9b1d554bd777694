using System.Diagnostics;
using System.Globalization;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A real PostgreSQL server on loopback with a cluster of its own; it can be stopped, frozen and started again.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Owner = "postgres";

    private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/";

    private readonly string _folder;
    private Process? _process;
    private int _databases;

    private PostgresServer(string folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    /// <summary>Makes a cluster and starts the server.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        string folder = Directory.CreateTempSubdirectory("strictpost-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
            await Started.SucceedAsync("/usr/bin/chown", "/", Owner, folder);
        var server = new PostgresServer(folder, PeerPort.Lasting());
        try
        {
            var (program, arguments) = AsOwner(
                "initdb", "--pgdata", server.Data, "--auth", "trust", "--username", Owner, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync");
            await Started.SucceedAsync(program, folder, arguments);
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A fresh, empty database, and how to connect to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await SqlAsync(Owner, $"CREATE DATABASE {name};");
        return string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={name};Username={Owner}");
    }

    /// <summary>Runs SQL as an administrator would, and returns what psql prints: one line for each row.</summary>
    public Task<string> SqlAsync(string database, string sql) => Started.SucceedAsync(
        Programs + "psql", _folder, "-h", "127.0.0.1", "-p", $"{Port}", "-U", Owner, "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql);

    /// <summary>Starts the server on the data that it has, and waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        var (program, arguments) = AsOwner(
            "postgres", "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}", "-c", "max_connections=200");
        _process = Started.Begin(program, _folder, arguments);
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
        for (int i = 0; ; i++)
        {
            var ready = await Started.RunAsync(Programs + "pg_isready", _folder, "-h", "127.0.0.1", "-p", $"{Port}", "-t", "2");
            if (ready.ExitCode == 0)
                return;
            if (_process.HasExited || i == 300)
                throw new InvalidOperationException($"PostgreSQL did not start: {ready.Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends the server at once, without a word to its clients.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;
        await Ending.OfAsync(_process, "QUIT");
        _process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static (string Program, string[] Arguments) AsOwner(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? ("/usr/bin/setpriv", ["--reuid", Owner, "--regid", Owner, "--clear-groups", "--reset-env", Programs + program, .. arguments])
        : (Programs + program, arguments);
}
